"""What people see and do: the real program in a real browser, on every screen and in every state."""
