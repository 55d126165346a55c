/* The JSON Schema of modules, put in when the program is built: it is there without any file. */
#ifndef CMD_SCHEMA_H
#define CMD_SCHEMA_H

/** modules/module.schema.json as it is, NUL-terminated. */
extern const char module_schema[];

#endif
