/* Names that are the same whenever they are made again: UUIDs of version 5 (RFC 4122). */
#ifndef EXCHANGE_XAPI_ID_H
#define EXCHANGE_XAPI_ID_H

#include <stddef.h>
#include <stdint.h>

enum { UUID_BYTES = 16, UUID_SIZE = 37 };

typedef struct Uuid {
        uint8_t bytes[UUID_BYTES];
} Uuid;

/** The UUID of a name in makesafe's own namespace. What is joined with newlines must not hold any.
 */
Uuid uuid_of_name(const char *name, size_t len);

/** The UUID of a name in any namespace. */
Uuid uuid_version5(const Uuid *space, const char *name, size_t len);

/** Writes `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, lower case. */
void uuid_format(const Uuid *uuid, char text[UUID_SIZE]);

#endif
