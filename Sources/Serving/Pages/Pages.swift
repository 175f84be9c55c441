import Mustache

/// The web page's templates, compiled once; everything put into them is escaped.
struct Pages: Sendable {
    private let library: MustacheLibrary
    /// The style sheet, served beside the pages because the content policy allows no inline styles.
    let styleSheet: [UInt8]

    init() throws(ServingError) {
        styleSheet = PackageResources.style_css
        do {
            library = MustacheLibrary(templates: [
                "claims": try Self.template(PackageResources.claims_mustache),
                "evidence": try Self.template(PackageResources.evidence_mustache),
                "findings": try Self.template(PackageResources.findings_mustache),
                "page": try Self.template(PackageResources.page_mustache),
                "report": try Self.template(PackageResources.report_mustache),
                "reports": try Self.template(PackageResources.reports_mustache),
            ])
        } catch {
            throw ServingError(.brokenTemplate, "a page template cannot be read: \(error)")
        }
    }

    /// Renders a template with values; a missing value is nothing.
    func render(_ template: String, _ values: [String: Any]) -> String {
        library.render(values, withTemplate: template) ?? ""
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }
}
