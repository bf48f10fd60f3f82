"""Deleted pictures: in a trash beside the others for a while, with what is needed to bring them back as they were."""
