/* A library of the program that was built against the shared journal. */
#include "journal.h"

void worker_start(void)
{
    journal_write("the worker has started");
}
