"""What samples say: intervals for chances, and means with their errors."""

from numerics.statistics.means import mean_and_error
from numerics.statistics.wilson import Interval, wilson

__all__ = ["Interval", "mean_and_error", "wilson"]
