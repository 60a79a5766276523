"""What a file says, in the terms of the field: people, coverages, parties and the transaction around them."""
