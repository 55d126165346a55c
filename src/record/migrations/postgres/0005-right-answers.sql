-- An answer given in an attempt names the right one.
SET LOCAL search_path = makesafe, pg_temp;

-- Which fields an event of a learner may have, whatever program it comes from.
CREATE OR REPLACE FUNCTION check_fields(kind text, body jsonb) RETURNS void LANGUAGE plpgsql SET search_path = makesafe, pg_temp AS $$
DECLARE
        allowed text[] := CASE kind
                WHEN 'attempt-started' THEN '{digest,language,module,pass,plan,seed,version}'
                WHEN 'lesson-read' THEN '{lesson,module,version}'
                WHEN 'answered' THEN '{confidence,correct_rejections,false_alarms,hits,max,misses,question,response,right,score,scored,seconds,signs,type}'
                WHEN 'refreshed' THEN '{confidence,correct_rejections,false_alarms,hits,max,misses,module,question,response,score,seconds,signs,type,version}'
                WHEN 'attempt-finished' THEN '{expires,max,module,passed,percent,score,version}'
                WHEN 'attempt-abandoned' THEN '{module,reason}'
                WHEN 'report-made' THEN '{command,filters,format,head,rows}'
        END;
BEGIN
        IF EXISTS (SELECT FROM jsonb_object_keys(body) AS key WHERE key <> ALL (allowed)) THEN
                RAISE EXCEPTION 'an event "%" has fields that it cannot have', kind USING ERRCODE = 'MK009';
        END IF;
END $$;
