"""The program around the web application: arguments, window, operating system."""
