# What the integration asks of nixpkgs, and no more: overlays, callPackage, mkDerivation and makeSetupHook,
# on the compiler and tools of the system, so that nothing has to be fetched.
{ overlays }:
let
  mkDerivation =
    arguments:
    derivation (
      {
        system = builtins.currentSystem;
        builder = "/bin/bash";
        args = [
          "-e"
          ./setup.sh
        ];
        outputs = [ "out" ];
        nativeBuildInputs = [ ];
      }
      // builtins.removeAttrs arguments [
        "meta"
        "pname"
        "version"
      ]
      // {
        name = arguments.name or "${arguments.pname}-${arguments.version}";
      }
    );
  base = {
    stdenv = { inherit mkDerivation; };
    stdenvNoCC = { inherit mkDerivation; };
    makeSetupHook =
      { name, propagatedBuildInputs }:
      script:
      mkDerivation {
        inherit name;
        dontUnpack = true;
        installPhase = ''
          mkdir -p $out/nix-support
          cp ${script} $out/nix-support/setup-hook
          echo ${toString propagatedBuildInputs} > $out/nix-support/propagated-build-inputs
        '';
      };
    callPackage =
      file: own:
      let
        function = import file;
      in
      function (builtins.intersectAttrs (builtins.functionArgs function) packages // own);
  };
  packages = builtins.foldl' (before: overlay: before // overlay packages before) base overlays;
in
packages
