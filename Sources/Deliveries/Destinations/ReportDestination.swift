public import Casebook
public import OutboundHTTP
public import Telemetry

/// A place where a report can be attached: an issue, a commit, a page, a channel.
///
/// A destination looks for the report's key before it posts, so that the same report is there once, however often and
/// by whomever it is delivered.
public protocol ReportDestination: Sendable {
    /// What stands before the colon in addresses of this kind, such as `github`.
    static var schemes: [String] { get }
    /// The section of the configuration with its base URL and token.
    static var account: String { get }

    /// Reads what stands after the colon.
    ///
    /// - Throws: `.badAddress`, `.notConfigured`.
    init(_ address: DestinationAddress, account: DestinationAccount, http: HTTPClient) throws(DeliveryFailure)

    /// Posts the report, or finds that it is there.
    func deliver(_ parcel: Parcel) async throws(DeliveryFailure) -> Receipt
}

/// Where a destination's API is, and who whyd is there.
public struct DestinationAccount: Sendable, Equatable {
    /// Without a slash at its end.
    public var baseURL: String
    public var token: String?
    /// The e-mail address Jira logs in with, or PagerDuty notes are written as.
    public var user: String?

    /// Makes an account.
    public init(baseURL: String, token: String? = nil, user: String? = nil) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.token = token
        self.user = user
    }
}

/// A report on its way.
public struct Parcel: Sendable {
    public var report: StoredReport
    /// Where the whole report can be read; from the configuration, never from a report.
    public var link: String?
    /// When it is sent.
    public var sentAt: Timestamp
    /// Called right before something is posted; throws where another process took over meanwhile.
    var beforePosting: @Sendable () async throws(DeliveryFailure) -> Void

    /// Makes a parcel.
    public init(
        report: StoredReport, link: String? = nil, sentAt: Timestamp,
        beforePosting: @escaping @Sendable () async throws(DeliveryFailure) -> Void = {}
    ) {
        self.report = report
        self.link = link
        self.sentAt = sentAt
        self.beforePosting = beforePosting
    }

    /// What destinations are searched for.
    var key: String { report.key }

    /// The report's words for people.
    var message: ReportMessage { ReportMessage(report, link: link) }
}

/// What the destination calls what it has now.
public struct Receipt: Sendable, Equatable {
    public var remoteID: String?
    public var remoteURL: String?
    /// Whether it had been there already.
    public var wasThere: Bool

    /// Makes a receipt.
    public init(remoteID: String? = nil, remoteURL: String? = nil, wasThere: Bool = false) {
        self.remoteID = remoteID
        self.remoteURL = remoteURL
        self.wasThere = wasThere
    }
}
