name = "launcher"
