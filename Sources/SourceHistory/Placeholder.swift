// SourceHistory
