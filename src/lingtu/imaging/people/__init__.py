"""People in pictures: where they are, how they stand, their faces, and the parts they consist of."""
