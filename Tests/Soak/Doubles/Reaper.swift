import Dispatch
import Synchronization

/// Kills the daemon at chosen points of an investigation, and keeps what was asked of the model.
final class Reaper: Sendable {
    /// When to kill.
    enum Point: Sendable, Equatable {
        /// So long after the case was filed, or after the start that the kill before made needed.
        case after(milliseconds: Int)
        /// When this step's request has arrived, before it is answered.
        case asked(step: Int)
        /// So long after this step's answer was sent.
        case answered(step: Int, milliseconds: Int)
        /// When the tickets are searched for the report, before the answer.
        case searching
        /// When the comment is there, before the answer.
        case commented
    }

    private let state = Mutex(State())

    private struct State {
        var process: ChildProcess?
        var points: [Point] = []
        var kills = 0
        var lives = 0
        var payments = Payments()
    }

    var kills: Int { state.withLock(\.kills) }
    var payments: Payments { state.withLock(\.payments) }

    /// Begins a new case, to be killed at these points, one after the other.
    func begin(_ points: [Point]) {
        state.withLock { state in
            state.points = points
            Self.arm(&state, self)
        }
    }

    /// The daemon will be started again.
    ///
    /// - Parameter saved: how many answers of each alert's case it will find.
    /// - Returns: the number of its life.
    func beginLife(saved: [Int: Int]) -> Int {
        state.withLock { state in
            state.lives += 1
            state.payments.begin(state.lives, saved: saved)
            return state.lives
        }
    }

    /// A new process starts; it may ask before anybody sees that it serves.
    func watch(_ process: ChildProcess) {
        state.withLock { state in
            state.process = process
            Self.arm(&state, self)
        }
    }

    /// A step was asked for; true where the daemon died of it.
    func asked(_ asked: AskedStep) -> Bool {
        state.withLock { state in
            state.payments.add(asked)
            let step = asked.step
            if case .answered(step, let milliseconds) = state.points.first {
                state.points.removeFirst()
                Self.kill(state, in: milliseconds, self)
            }
            return Self.strike(.asked(step: step), &state)
        }
    }

    /// Something else happened; true where the daemon died of it.
    func reached(_ point: Point) -> Bool { state.withLock { Self.strike(point, &$0) } }

    private static func strike(_ point: Point, _ state: inout State) -> Bool {
        guard state.points.first == point else { return false }
        state.points.removeFirst()
        end(&state)
        return true
    }

    private static func arm(_ state: inout State, _ reaper: Reaper) {
        guard case .after(let milliseconds) = state.points.first, state.process != nil else { return }
        state.points.removeFirst()
        kill(state, in: milliseconds, reaper)
    }

    private static func kill(_ state: State, in milliseconds: Int, _ reaper: Reaper) {
        let victim = state.process?.identifier
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
            reaper.state.withLock { state in if state.process?.identifier == victim { end(&state) } }
        }
    }

    private static func end(_ state: inout State) {
        guard let process = state.process else { return }
        process.kill()
        state.process = nil
        state.kills += 1
    }
}
