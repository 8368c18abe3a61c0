"""What people deliver beside our own CSV: workbooks, and exports of other programs."""
