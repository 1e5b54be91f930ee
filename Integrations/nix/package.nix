# symdemote itself: one static executable, as it was built, which needs nothing of the store.
{
  stdenvNoCC,
  # The executable of the installation that this file is a part of.
  symdemoteExecutable ? ../../../bin/symdemote,
}:
stdenvNoCC.mkDerivation {
  pname = "symdemote";
  version = "0.1.0";
  dontUnpack = true;
  installPhase = ''
    runHook preInstall
    install -D -m 755 ${symdemoteExecutable} $out/bin/symdemote
    runHook postInstall
  '';
  meta = {
    description = "Demotes exported symbols of finished ELF files";
    mainProgram = "symdemote";
    platforms = [ "x86_64-linux" ];
  };
}
