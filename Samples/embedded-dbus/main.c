/*
 * A desktop program that brings its own libdbus: the archive is linked in, to depend on
 * nothing that a distribution may lack. No symbol is exported on purpose.
 */
#include <dbus/dbus.h>
#include <dlfcn.h>
#include <stdio.h>

void toolkit_start(void);

int main(void)
{
    DBusMessage *message = dbus_message_new_signal("/program", "org.sample.Program", "Started");
    if (message) {
        printf("program: built a signal %s\n", dbus_message_get_member(message));
        dbus_message_unref(message);
    }

    toolkit_start();

    void *driver = dlopen("driver.so", RTLD_NOW);
    if (!driver) {
        fprintf(stderr, "program: %s\n", dlerror());
        return 1;
    }
    int (*driver_start)(void) = dlsym(driver, "driver_start");
    return driver_start();
}
