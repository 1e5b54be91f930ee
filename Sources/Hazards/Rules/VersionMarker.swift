// Linkers mark each version definition by an absolute symbol of its name. No loader reads it, but
// linkers and ABI tools do.

internal import ELFModel

extension Rule {
  static let versionMarker = Rule(
    id: "version-marker",
    subject: "the marks of version definitions",
    reason: "it marks a version definition; tools read it, no loader does"
  ) { image in
    let markers = VersionMarkers(in: image)
    return image.symbols { markers.contains($1) }
  }
}
