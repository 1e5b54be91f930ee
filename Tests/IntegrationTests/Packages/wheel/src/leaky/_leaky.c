// What program.c of the leaky sample does, for Python: as linked, the library counts in this module's
// copy of tally, since the module exports it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "leaky.h"
#include "tally.h"

static PyObject *counts(PyObject *self, PyObject *arguments) {
  int before = tally_add(1);
  int library = leaky_count();
  return Py_BuildValue("(iii)", before, library, tally_total);
}

static PyMethodDef methods[] = {
    {"counts", counts, METH_NOARGS, "Counts here, in the library, and here again."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_leaky", NULL, -1, methods};

PyMODINIT_FUNC PyInit__leaky(void) { return PyModule_Create(&module); }
