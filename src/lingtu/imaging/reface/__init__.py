"""Another face for a person in a photo: seen in its pose, with its expression, in its light."""
