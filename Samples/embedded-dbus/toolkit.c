/*
 * Stands for a large user interface library. The program needs it, and it needs the
 * system's libdbus; that is how the linker of the program comes to know libdbus's names.
 */
#include <dbus/dbus.h>
#include <stdio.h>

void toolkit_start(void)
{
    setlinebuf(stdout); /* what was said before a crash shall be seen */

    DBusMessage *message = dbus_message_new_method_call(
        "org.sample.Menu", "/menu", "org.sample.Menu", "Open");

    if (message) {
        printf("toolkit: built a call of %s\n", dbus_message_get_member(message));
        dbus_message_unref(message);
    }
}
