"""Files → the model: questionnaires and answers, or everything that is wrong with them, said once."""
