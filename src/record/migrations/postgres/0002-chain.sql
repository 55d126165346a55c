-- The chain. PostgreSQL has no BLAKE2b of 256 bits, and what a program in a learner's hands says about a hash is not
-- to be believed.

SET LOCAL search_path = makesafe, pg_temp;

-- RFC 7693, without a key, 32 bytes long. Sums are taken modulo 2^64 with 61 bits in each half-way sum, because an
-- overflow is an error here.
CREATE FUNCTION blake2b(message bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
        m61 CONSTANT bigint := 2305843009213693951;
        iv CONSTANT bigint[] := ARRAY[7640891576956012808, -4942790177534073029, 4354685564936845355,
                -6534734903238641935, 5840696475078001361, -7276294671716946913, 2270897969802886507,
                6620516959819538809];
        sigma CONSTANT int[] := ARRAY[
                0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15, 14,10,4,8,9,15,13,6,1,12,0,2,11,7,5,3,
                11,8,12,0,5,2,15,13,10,14,3,6,7,1,9,4, 7,9,3,1,13,12,11,14,2,6,5,10,4,0,15,8,
                9,0,5,7,2,4,10,15,14,1,11,12,6,8,3,13, 2,12,6,10,0,11,8,3,4,13,7,5,15,14,1,9,
                12,5,1,15,14,13,4,10,0,7,6,3,9,2,8,11, 13,11,7,14,12,1,3,9,5,0,15,4,8,6,2,10,
                6,15,14,9,11,3,0,8,12,2,13,7,1,4,10,5, 10,2,8,4,7,6,1,5,15,11,9,14,3,12,13,0,
                0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15, 14,10,4,8,9,15,13,6,1,12,0,2,11,7,5,3];
        ia CONSTANT int[] := ARRAY[1,2,3,4,1,2,3,4];
        ib CONSTANT int[] := ARRAY[5,6,7,8,6,7,8,5];
        ic CONSTANT int[] := ARRAY[9,10,11,12,11,12,9,10];
        id CONSTANT int[] := ARRAY[13,14,15,16,16,13,14,15];
        len CONSTANT int := length(message);
        blocks CONSTANT int := greatest(1, (length(message) + 127) / 128);
        padded CONSTANT bytea := message
                || decode(repeat('00', greatest(1, (length(message) + 127) / 128) * 128 - length(message)), 'hex');
        h bigint[] := iv;
        v bigint[];
        m bigint[];
        a bigint; b bigint; c bigint; d bigint; x bigint; s bigint;
        place int;
        result bytea := '';
BEGIN
        h[1] := h[1] # 16842784;
        FOR block IN 1..blocks LOOP
                FOR i IN 0..15 LOOP
                        place := (block - 1) * 128 + i * 8;
                        x := 0;
                        FOR j IN REVERSE 7..0 LOOP
                                x := (x << 8) | get_byte(padded, place + j);
                        END LOOP;
                        m[i + 1] := x;
                END LOOP;
                v := h || iv;
                v[13] := v[13] # least(block * 128, len)::bigint;
                IF block = blocks THEN
                        v[15] := ~ v[15];
                END IF;
                FOR r IN 0..11 LOOP
                        FOR i IN 1..8 LOOP
                                a := v[ia[i]];
                                b := v[ib[i]];
                                c := v[ic[i]];
                                d := v[id[i]];
                                x := m[sigma[r * 16 + 2 * i - 1] + 1];
                                s := (a & m61) + (b & m61) + (x & m61);
                                a := (s & m61) | (((a >> 61) + (b >> 61) + (x >> 61) + (s >> 61)) << 61);
                                d := d # a;
                                d := ((d >> 32) & 4294967295) | (d << 32);
                                s := (c & m61) + (d & m61);
                                c := (s & m61) | (((c >> 61) + (d >> 61) + (s >> 61)) << 61);
                                b := b # c;
                                b := ((b >> 24) & 1099511627775) | (b << 40);
                                x := m[sigma[r * 16 + 2 * i] + 1];
                                s := (a & m61) + (b & m61) + (x & m61);
                                a := (s & m61) | (((a >> 61) + (b >> 61) + (x >> 61) + (s >> 61)) << 61);
                                d := d # a;
                                d := ((d >> 16) & 281474976710655) | (d << 48);
                                s := (c & m61) + (d & m61);
                                c := (s & m61) | (((c >> 61) + (d >> 61) + (s >> 61)) << 61);
                                b := b # c;
                                b := ((b >> 63) & 1) | (b << 1);
                                v[ia[i]] := a;
                                v[ib[i]] := b;
                                v[ic[i]] := c;
                                v[id[i]] := d;
                        END LOOP;
                END LOOP;
                FOR i IN 1..8 LOOP
                        h[i] := h[i] # v[i] # v[i + 8];
                END LOOP;
        END LOOP;
        FOR i IN 1..4 LOOP
                FOR j IN REVERSE 8..1 LOOP
                        result := result || substr(int8send(h[i]), j, 1);
                END LOOP;
        END LOOP;
        RETURN result;
END $$;

-- As makesafe-record(5) has it; ids and kinds need no escapes.
CREATE FUNCTION chain_hash(previous bytea, seq bigint, at bigint, kind text, person text, attempt text, body text)
RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = makesafe, pg_temp AS $$
        SELECT blake2b(previous || convert_to(format(
                '{"at":%s,"attempt":"%s","body":%s,"kind":"%s","person":"%s","seq":%s}',
                at, attempt, body, kind, person, seq), 'UTF8'));
$$;

-- The wall clock in microseconds.
CREATE FUNCTION moment() RETURNS bigint LANGUAGE sql VOLATILE AS $$
        SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
$$;

-- Whether JSON is such that every reader understands the same by it: no key twice, no number out of range, not too deep.
CREATE FUNCTION is_plain(value json, depth integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE
SET search_path = makesafe, pg_temp AS $$
BEGIN
        IF depth < 0 THEN
                RETURN false;
        END IF;
        CASE json_typeof(value)
        WHEN 'object' THEN
                RETURN (SELECT count(*) = count(DISTINCT key) AND coalesce(bool_and(is_plain(one.value, depth - 1)), true)
                        FROM json_each(value) AS one);
        WHEN 'array' THEN
                RETURN (SELECT coalesce(bool_and(is_plain(one, depth - 1)), true) FROM json_array_elements(value) AS one);
        WHEN 'number' THEN
                RETURN length(value::text) <= 40 AND abs((value #>> '{}')::numeric) <= 9223372036854775807;
        ELSE
                RETURN true;
        END CASE;
END $$;

-- A body with the mark that the clock stood before the last event, at its place among the sorted keys.
CREATE FUNCTION mark_clock(body text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT '{' || string_agg(to_json(key)::text || ':' || value, ',' ORDER BY key COLLATE "C") || '}'
        FROM (SELECT key, value::text FROM json_each(body::json) UNION ALL VALUES ('clock', '"behind"')) AS fields;
$$;
