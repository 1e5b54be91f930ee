# For the overlays of nixpkgs: symdemote and symdemoteHook.
final: prev: {
  symdemote = final.callPackage ./package.nix { };
  symdemoteHook = final.callPackage ./hook.nix { };
}
