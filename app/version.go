package app

// Version is the version of the program. FyneApp.toml and the Windows resources carry the same one.
const Version = "0.1.0"

// Producer names the program in the documents it makes.
const Producer = "Zhunsheng " + Version
