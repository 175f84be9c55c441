print("whyd")
