import FoundationEssentials
import Telemetry

/// How a sender proves that a webhook is its own.
enum WebhookProof {
    /// No secret is configured: the network decides who may send.
    case trusted
    /// `Authorization: Bearer TOKEN`.
    case bearer(String)
    /// A header that holds the token itself.
    case token(header: String, String)
    /// A header with `PREFIXhex[,PREFIXhex…]`, each the HMAC-SHA256 of the body under one of the secrets.
    case hexSignature(header: String, prefix: String, secrets: [String])
    /// As above; where the time header is there, the signed text is `seconds:body`.
    case timedHexSignature(header: String, timeHeader: String, secret: String)
    /// Standard Webhooks 1.0.0 with a symmetric key (`whsec_…`).
    case standardWebhooks(secret: String)

    /// How far a signature's time may be from now.
    static let tolerance = Duration.seconds(300)

    func check(_ webhook: Webhook) throws(SignalsError) {
        switch self {
        case .trusted: return
        case .bearer(let token):
            try Self.compare(webhook, "authorization", Self.bearerTokens(webhook), token)
        case .token(let header, let token):
            try Self.compare(webhook, header, webhook.header(header).map { [$0] } ?? [], token)
        case .hexSignature(let header, let prefix, let secrets):
            let signatures = try Self.signatures(webhook, header, prefix: prefix)
            try Self.require(signatures, anyOf: secrets.map { KeyedHash.sha256(key: Array($0.utf8), webhook.body) })
        case .timedHexSignature(let header, let timeHeader, let secret):
            try Self.checkTimed(webhook, header, timeHeader, secret)
        case .standardWebhooks(let secret):
            try Self.checkStandard(webhook, secret)
        }
    }

    private static func bearerTokens(_ webhook: Webhook) -> [String] {
        guard let value = webhook.header("authorization"), value.lowercased().hasPrefix("bearer ") else { return [] }
        return [String(value.dropFirst(7))]
    }

    private static func compare(
        _ webhook: Webhook, _ header: String, _ offered: [String], _ wanted: String
    ) throws(SignalsError) {
        guard let offered = offered.first else { throw missing(header) }
        guard KeyedHash.areEqual(Array(offered.utf8), Array(wanted.utf8)) else {
            throw SignalsError(.wrongSignature, "the token in '\(header)' is not the configured one")
        }
    }

    private static func signatures(
        _ webhook: Webhook, _ header: String, prefix: String
    ) throws(SignalsError) -> [[UInt8]] {
        guard let value = webhook.header(header) else { throw missing(header) }
        return value.split(separator: ",").compactMap { part in
            let part = part.drop { $0 == " " }
            return part.hasPrefix(prefix) ? KeyedHash.bytes(hexadecimal: part.dropFirst(prefix.count)) : nil
        }
    }

    private static func require(_ offered: [[UInt8]], anyOf wanted: [[UInt8]]) throws(SignalsError) {
        var fits = false
        for offer in offered { for code in wanted { fits = KeyedHash.areEqual(offer, code) || fits } }
        guard fits else {
            throw SignalsError(
                .wrongSignature, "the signature does not fit the body",
                hint: "check that both sides have the same secret, and that nothing in between rewrites the body")
        }
    }

    private static func missing(_ header: String) -> SignalsError {
        SignalsError(
            .notSigned, "the header '\(header)' is missing",
            hint: "a secret is configured here; configure the sender too")
    }
}

extension WebhookProof {
    private static func checkTimed(
        _ webhook: Webhook, _ header: String, _ timeHeader: String, _ secret: String
    ) throws(SignalsError) {
        let offered = try signatures(webhook, header, prefix: "")
        var signed: [UInt8] = []
        if let time = webhook.header(timeHeader) {
            try requireRecent(time, webhook.receivedAt)
            signed = Array("\(time):".utf8)
        }
        try require(offered, anyOf: [KeyedHash.sha256(key: Array(secret.utf8), signed + webhook.body)])
    }

    private static func checkStandard(_ webhook: Webhook, _ secret: String) throws(SignalsError) {
        guard let id = webhook.header("webhook-id") else { throw missing("webhook-id") }
        guard let time = webhook.header("webhook-timestamp") else { throw missing("webhook-timestamp") }
        guard let value = webhook.header("webhook-signature") else { throw missing("webhook-signature") }
        try requireRecent(time, webhook.receivedAt)
        let encoded = secret.hasPrefix("whsec_") ? String(secret.dropFirst(6)) : secret
        guard let key = Data(base64Encoded: encoded) else {
            throw SignalsError(.wrongSignature, "the configured secret is not whsec_ and base64")
        }
        let offered = value.split(separator: " ").compactMap { part in
            part.hasPrefix("v1,") ? Data(base64Encoded: String(part.dropFirst(3))).map { Array($0) } : nil
        }
        try require(
            offered, anyOf: [KeyedHash.sha256(key: Array(key), Array("\(id).\(time).".utf8) + webhook.body)])
    }

    private static func requireRecent(_ seconds: String, _ now: Timestamp) throws(SignalsError) {
        guard let seconds = Int64(seconds), seconds.magnitude < 1 << 33 else {
            throw SignalsError(.stale, "the signature's time is not a number of seconds")
        }
        let age = now - Timestamp(nanoseconds: seconds * 1_000_000_000)
        guard age <= tolerance, age >= .zero - tolerance else {
            throw SignalsError(
                .stale, "the signature's time is more than five minutes from now", hint: "check the clocks")
        }
    }
}
