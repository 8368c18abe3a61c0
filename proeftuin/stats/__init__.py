"""Statistics: pure functions on arrays, small frozen results. Imports nothing of ours."""
