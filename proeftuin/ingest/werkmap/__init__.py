"""Workbooks, and files of other programs: from their sheets and columns to tables of a levering."""
