import Commands

@main
struct Whyd {
    static func main() async {
        await WhydCommand.run()
    }
}
