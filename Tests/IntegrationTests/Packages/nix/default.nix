# A program with libparcel linked in, and, in an output of its own, a library that uses the system's copy.
{
  overlay,
  demote ? true,
  flags ? [ ],
  policy ? ./host.policy,
  structured ? false,
}:
let
  pkgs = import ./small-nixpkgs.nix { overlays = [ (import overlay) ]; };
in
pkgs.stdenv.mkDerivation {
  pname = "host";
  version = "1.0";
  src = ./parcel;
  outputs = [
    "out"
    "lib"
  ];
  nativeBuildInputs = [ pkgs.symdemoteHook ];
  symdemotePolicy = policy;
  symdemoteFlags = flags;
  dontSymdemote = !demote;
  __structuredAttrs = structured;
  # As nixpkgs links: a build-id would be that of the names the outputs have while they are checked.
  buildPhase = ''
    link() { gcc -L. -Wl,-rpath,$lib/lib,-rpath-link,.,--build-id=none "$@"; }
    link -shared -fPIC parcel.c -o libparcel.so
    link -shared -fPIC toolkit.c -o libtoolkit.so -lparcel
    link -rdynamic host.c parcel.c -o host -ltoolkit
  '';
  installPhase = ''
    install -D -t $out/bin host
    install -D -t $lib/lib libparcel.so libtoolkit.so
  '';
}
