"""The rows, one file per group, in the order in which they are measured."""

ORDER = ("elementwise", "reductions", "softmax", "products", "training", "ocean", "derivatives", "updates", "calls",
         "compiling")
