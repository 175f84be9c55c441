"""What things cost."""

PRICES = {"mug": 1250, "lamp": 4900, "chair": 12900}


def total_cents(lines):
    """The price of all lines, in cents of the shop's own currency."""
    return sum(PRICES[line["sku"]] * line["count"] for line in lines)
