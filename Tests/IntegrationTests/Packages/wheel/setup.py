"""An extension module with a copy of tally in it, that also uses a library with another one."""

from setuptools import Extension, setup

setup(
    packages=["leaky"],
    package_dir={"": "src"},
    ext_modules=[
        Extension(
            "leaky._leaky",
            ["src/leaky/_leaky.c", "tally.c"],
            include_dirs=["."],
            libraries=["leaky"],
            library_dirs=["."],
        )
    ],
)
