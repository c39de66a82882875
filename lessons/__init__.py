"""What to teach: five classes, each as a page of the site that runs by itself and as a notebook.

Every paper's folder holds ``lesson.md`` (the text), ``panel.html`` and ``live.js`` (what its page shows and
computes). The scripts share ``shared/live.js``, a small library for drawing and dragging.
"""
