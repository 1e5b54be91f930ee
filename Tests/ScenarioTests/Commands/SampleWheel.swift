// A Python wheel with one library in it.

import Foundation
import TestSupport

/// Makes the wheel `file` of `library`, by Python's own zipfile.
func makeWheel(_ file: URL, of library: URL) throws {
  let program = """
    import base64, hashlib, sys, zipfile
    content = open(sys.argv[1], "rb").read()
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("one/library.so", content)
        wheel.writestr("one-1.0.dist-info/RECORD", f"one/library.so,sha256={digest},{len(content)}\\n")
    """
  try mustRun("/usr/bin/python3", ["-c", program, library.path, file.path])
}
