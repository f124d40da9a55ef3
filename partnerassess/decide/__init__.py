"""What follows from assessments: plans, changes, what if, how sure, what to find out, which of many first."""
