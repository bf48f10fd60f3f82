"""The connection's doctor: what lies between this program and a painting, looked at line by line."""

from server.cloudflare.doctor.checkup import Doctor, DoctorHost
from server.cloudflare.doctor.lines import CheckLine, Outcome

__all__ = ["CheckLine", "Doctor", "DoctorHost", "Outcome"]
