"""No test reads the defaults of the person who runs it."""

import os

os.environ["SYMDESCENT_CONFIG"] = ""
