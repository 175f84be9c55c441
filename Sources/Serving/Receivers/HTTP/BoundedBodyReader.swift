import HTTPTypes
import Hummingbird
import NIOCore

/// Reads a request's body with a limit on its size and on the time it takes.
struct BoundedBodyReader: Sendable {
    /// Why there is no body.
    enum Failure: Error, Equatable {
        case tooLarge
        case overloaded
        case late
        case broken(String)
    }

    let maximumBytes: Int
    let deadline: Duration
    let clock: any Clock<Duration>
    /// The bytes of what is returned stay reserved; whoever reads must release them. Nil for no budget.
    var budget: IntakeBudget?

    func read(_ request: Request) async throws(Failure) -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumBytes {
            throw .tooLarge
        }
        let result = await withTaskGroup(of: Result<ByteBuffer, Failure>?.self) { group in
            group.addTask { await collect(request.body) }
            group.addTask {
                do { try await clock.sleep(for: deadline) } catch { return nil }
                return .failure(.late)
            }
            var winner: Result<ByteBuffer, Failure>?
            for await result in group {
                group.cancelAll()
                // A body that was whole just after the deadline is dropped, and so is its reservation.
                if winner != nil, case .success(let late)? = result { budget?.release(late.readableBytes) }
                winner = winner ?? result
            }
            return winner ?? .failure(.broken("the request was cancelled"))
        }
        return try result.get()
    }

    private func collect(_ body: RequestBody) async -> Result<ByteBuffer, Failure> {
        var whole = ByteBuffer()
        do {
            for try await var part in body {
                let size = part.readableBytes
                guard whole.readableBytes + size <= maximumBytes else { return fail(.tooLarge, whole) }
                guard budget?.reserve(size) ?? true else { return fail(.overloaded, whole) }
                whole.writeBuffer(&part)
            }
            guard !Task.isCancelled else { return fail(.broken("the request was cancelled"), whole) }
            return .success(whole)
        } catch {
            return fail(.broken("\(error)"), whole)
        }
    }

    private func fail(_ failure: Failure, _ partial: ByteBuffer) -> Result<ByteBuffer, Failure> {
        budget?.release(partial.readableBytes)
        return .failure(failure)
    }
}
