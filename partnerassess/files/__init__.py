"""Files on disk: reading them without harm, saving them without loss, showing their names safely."""
