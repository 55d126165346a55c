/* A module on its way out: what another format can hold of it, and what it loses. */
#ifndef EXCHANGE_FOREIGN_MODULE_H
#define EXCHANGE_FOREIGN_MODULE_H

#include "exchange/foreign.h"

/** Fills `foreign` from a module; its strings live as long as the module. Types that the format has
 * no counterpart for are turned into those that it has, as far as that makes sense, and every loss
 * is said with its line in the module's file. */
void foreign_from_module(Foreign *foreign, const Module *module, ForeignFormat format);

#endif
