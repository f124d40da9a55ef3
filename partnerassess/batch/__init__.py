"""Many inputs, scored: for each document of each file a result, or what is wrong with it.

One bad file is not the end of a run. A few inputs are read by `inputs` alone; many go through `inputs`,
`reading`, `results` and `workers`.
"""
