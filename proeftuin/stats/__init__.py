"""Statistics: pure functions on arrays that return small frozen results. Imports nothing of ours."""
