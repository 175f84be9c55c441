import SourceHistory
import Testing

struct DiffParserTests {
    @Test func `renames, deletions and new files are told apart`() {
        let diff = Diff(
            parsing: """
                diff --git a/old.py b/new.py
                similarity index 90%
                rename from old.py
                rename to new.py
                --- a/old.py
                +++ b/new.py
                @@ -1,2 +1,2 @@ def f():
                 a
                -b
                +c
                diff --git a/gone.py b/gone.py
                deleted file mode 100644
                --- a/gone.py
                +++ /dev/null
                @@ -1 +0,0 @@
                --- looks like a header
                diff --git a/born.py b/born.py
                new file mode 100644
                --- /dev/null
                +++ b/born.py
                @@ -0,0 +1 @@
                +x
                \\ No newline at end of file
                """)
        #expect(diff.files.map(\.status) == [.renamed, .deleted, .added])
        #expect(diff.files.map(\.path) == ["new.py", "gone.py", "born.py"])
        #expect(diff.files[0].oldPath == "old.py" && diff.files[0].hunks[0].heading == "def f():")
        #expect(diff.files[1].hunks[0].removed == ["-- looks like a header"])
    }

    @Test func `a pasted diff without git's headers is read`() {
        let diff = Diff(parsing: "--- a/pay.go\n+++ b/pay.go\n@@ -10,1 +10,1 @@\n-x := 1\n+x := 2\n")
        #expect(diff.files.map(\.path) == ["pay.go"] && diff.files[0].hunks[0].added == ["x := 2"])
    }

    @Test func `hostile text gives no crash and no invented file`() {
        #expect(Diff(parsing: "@@ -99999999999999999999 +1 @@\n+x").files.isEmpty)
        #expect(Diff(parsing: "diff --git \n--- \n+++ \n@@ -1,1 +1,1 @@").files.isEmpty)
    }
}
