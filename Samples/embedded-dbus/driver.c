/*
 * Stands for a graphics driver: opened late, it takes what it needs from the system's
 * libdbus by name. So it enters libdbus-1.so.3 itself, but the calls that libdbus-1.so.3
 * makes to its own functions were bound to the program's copy at start-up. That copy
 * creates its locks, and libdbus-1.so.3 goes on to take one of its own: a null pointer.
 */
#include <dbus/dbus.h>
#include <dlfcn.h>
#include <stdio.h>

int driver_start(void)
{
    void *libdbus = dlopen("libdbus-1.so.3", RTLD_NOW);
    if (!libdbus) {
        fprintf(stderr, "driver: %s\n", dlerror());
        return 1;
    }
    DBusConnection *(*bus_get)(DBusBusType, DBusError *) = dlsym(libdbus, "dbus_bus_get");
    void (*error_free)(DBusError *) = dlsym(libdbus, "dbus_error_free");

    DBusError error = DBUS_ERROR_INIT;
    if (bus_get(DBUS_BUS_SYSTEM, &error)) {
        printf("driver: libdbus-1.so.3 found the bus\n");
    } else {
        printf("driver: libdbus-1.so.3 answers %s\n", error.name);
        error_free(&error);
    }
    return 0;
}
