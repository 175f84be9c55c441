/// The languages whose functions are told apart.
enum SourceLanguage: Hashable, Sendable {
    case go, java, javaScript, python, swift, typeScript
    /// Of the C family and others that ctags knows.
    case tagged
    case other

    /// Goes by the file's extension.
    init(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard name.contains("."), let ending = name.split(separator: ".").last else {
            self = .other
            return
        }
        self =
            switch ending {
            case "go": .go
            case "java": .java
            case "js", "mjs", "cjs", "jsx": .javaScript
            case "py": .python
            case "swift": .swift
            case "ts", "tsx": .typeScript
            case "c", "cc", "cpp", "h", "hpp", "cs", "kt", "php", "rb", "rs", "scala": .tagged
            default: .other
            }
    }
}
