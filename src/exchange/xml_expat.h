/* Expat as a table of typed functions, opened by its soname when first needed. */
#ifndef EXCHANGE_XML_EXPAT_H
#define EXCHANGE_XML_EXPAT_H

#ifdef HAVE_EXPAT

#include <expat.h>

#include "base/error.h"

typedef struct Expat {
        __typeof__(&XML_ParserCreate) ParserCreate;
        __typeof__(&XML_ParserFree) ParserFree;
        __typeof__(&XML_SetUserData) SetUserData;
        __typeof__(&XML_SetElementHandler) SetElementHandler;
        __typeof__(&XML_SetCharacterDataHandler) SetCharacterDataHandler;
        __typeof__(&XML_SetStartDoctypeDeclHandler) SetStartDoctypeDeclHandler;
        __typeof__(&XML_Parse) Parse;
        __typeof__(&XML_StopParser) StopParser;
        __typeof__(&XML_GetErrorCode) GetErrorCode;
        __typeof__(&XML_ErrorString) ErrorString;
        __typeof__(&XML_GetCurrentLineNumber) GetCurrentLineNumber;
} Expat;

/** The library; opened once. NULL (with the Debian package as hint) where it is not installed. */
const Expat *expat_library(Error *error);

#endif

#endif
