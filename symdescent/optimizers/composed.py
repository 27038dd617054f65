"""Nothing goes in, Methods come out: rules inside wrappers, and rules written out from a number."""

from symdescent.optimizers import links, optax_adam, optax_slopes, wrappers
from symdescent.optimizers.catalogue import Method

LOOKAHEAD = Method(
    "Lookahead",
    "fast weights run ahead with Adam, slow weights follow them every few steps",
    "M. Zhang, J. Lucas, G. Hinton, J. Ba (2019), arXiv:1907.08610",
    {"paper": wrappers.lookahead(optax_adam.ADAM)},
    {"optax": "lookahead"},
)

SAM = Method(
    "SAM",
    "gradient descent with the gradient from the worst point near by",
    "P. Foret, A. Kleiner, H. Mobahi, B. Neyshabur (2021), arXiv:2010.01412",
    {"paper": wrappers.sam(optax_slopes.DESCENT)},
    {"optax": "contrib.sam"},
)

MECHANIC = Method(
    "Mechanic",
    "gradient descent whose steps are scaled by a learnt factor",
    "A. Cutkosky, A. Defazio, H. Mehta (2023), arXiv:2306.00144",
    {"paper": wrappers.mechanize(optax_slopes.DESCENT)},
    {"optax": "contrib.mechanize"},
)

CLIPPED = Method(
    "clipped gradient descent",
    "gradient descent with a gradient no longer than a bound",
    "R. Pascanu, T. Mikolov, Y. Bengio (2013), arXiv:1211.5063",
    {"paper": links.clipped_by_norm(optax_slopes.DESCENT)},
    {"optax": "chain(clip_by_global_norm,sgd)"},
)

NORMALISED = Method(
    "normalised gradient descent",
    "steps of one length against the slope",
    "N. Z. Shor (1985), doi:10.1007/978-3-642-82118-9",
    {"paper": links.normalised(optax_slopes.DESCENT)},
    {"optax": "chain(normalize_by_update_norm,sgd)"},
)

BACKTRACKING = Method(
    "backtracking line search",
    "the longest of shrinking steps that lowers the value enough",
    "L. Armijo (1966), doi:10.2140/pjm.1966.16.1",
    {"paper": links.backtracking(15)},
    {"optax": "chain(sgd,scale_by_backtracking_linesearch)"},
)

L_BFGS = Method(
    "L-BFGS without a search",
    "a model of the curvature from the last ten steps and their changes of slope",
    "D. Liu, J. Nocedal (1989), doi:10.1007/BF01589116",
    {"paper": links.limited_memory(10, True)},
    {"optax": "lbfgs(linesearch=None)"},
)

METHODS = (LOOKAHEAD, SAM, MECHANIC, CLIPPED, NORMALISED, BACKTRACKING, L_BFGS)
